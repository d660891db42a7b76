export interface User {
  readonly userId: string
  readonly name: string
}

export interface NewUser extends User {
  readonly passwordHash: string
}

export interface UserStore {
  add(user: NewUser): Promise<void>
  find(userId: string): Promise<User | undefined>
  all(): Promise<User[]>
}

/** For a lab without a database; forgotten with the process. */
export function memoryUserStore(): UserStore {
  const users = new Map<string, NewUser>()
  const known = ({userId, name}: NewUser): User => ({userId, name})
  return {
    add: async user => void users.set(user.userId, user),
    find: async userId => {
      const user = users.get(userId)
      return user && known(user)
    },
    all: async () => [...users.values()].map(known),
  }
}
