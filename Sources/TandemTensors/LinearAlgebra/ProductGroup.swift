/// Up to four products that do not depend on each other, computed as one job of all cores.
struct ProductGroup {
  static let capacity = 4

  private let products: InlineArray<4, Product>
  private let count: Int

  /// Puts products together.
  /// - Parameters:
  ///   - count: How many there are, at least one.
  ///   - product: The product with an index.
  init(_ count: Int, _ product: (Int) -> Product) {
    precondition(1...Self.capacity ~= count, "a group of \(count) products")
    self.count = count
    products = InlineArray { product(min($0, count - 1)) }
  }

  func run() {
    let pieceCount = (0..<count).reduce(0) { $0 + products[$1].tiling.count }
    parallelFor(pieceCount, of: self) { context, piece in
      context.assumingMemoryBound(to: ProductGroup.self).pointee.compute(piece)
    }
  }

  private func compute(_ piece: Int) {
    var piece = piece
    for index in 0..<count {
      if piece < products[index].tiling.count { return products[index].computePiece(piece) }
      piece -= products[index].tiling.count
    }
  }
}
