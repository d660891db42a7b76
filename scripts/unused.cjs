// Stands in the bundle for packages that msa never calls: see `build.js`.
module.exports = {}
