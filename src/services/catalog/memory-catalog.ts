import {type Catalog, firstProducts, type Product} from './product.js'

/** Kept by nobody: after a restart the topic is read from its beginning, which gives the same stock again. */
export function memoryCatalog(): Catalog {
  const products = new Map<string, Product>(firstProducts.map(product => [product.productId, product]))
  const taken = new Set<string>()
  return {
    all: async () => [...products.values()],
    async take({id, productId, qty}) {
      if (taken.has(id)) return 'known already'
      taken.add(id)
      const product = products.get(productId)
      if (product === undefined) return 'no such product'
      products.set(productId, {...product, stock: product.stock - qty})
      return 'taken'
    },
  }
}
