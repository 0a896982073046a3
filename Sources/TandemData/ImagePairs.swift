import TandemTensors

/// Which images of a data set are laid over each other, and which pairs train, validate and test.
///
/// Both images of a pair are from one part of the split, so that no image is in two parts.
struct ImagePairs {
  /// The row of each pair's image at the upper left.
  let left: [Int]
  /// The row of each pair's image at the lower right.
  let right: [Int]
  /// Which pairs are for training, validation and test.
  let split: Split

  /// Draws pairs.
  ///
  /// Each image of a part is the left one of a pair before any is so again; its partner is any other image
  /// of the part, all equally likely.
  /// - Parameters:
  ///   - split: The parts of the data.
  ///   - count: How many pairs there are in all; each part has its share.
  ///   - seed: What they are drawn from.
  /// - Throws: `DataError.tooFewImages`, where a part has a single image.
  init(of split: Split, count: Int, seed: Int) throws(DataError) {
    var generator = Generator(seed: UInt64(bitPattern: Int64(seed)), stream: "pairs")
    let parts = [split.train, split.validation, split.test]
    var drawn: [(left: Int, right: Int, part: Int)] = []
    for (part, pairCount) in Self.shares(of: count, parts.map(\.count)).enumerated() {
      let rows = parts[part]
      guard rows.count != 1 else {
        throw .tooFewImages(part: ["training", "validation", "test"][part], count: rows.count)
      }
      var order: [Int] = []
      for _ in 0..<pairCount {
        if order.isEmpty { order = Array(rows.indices).shuffledPortably(using: &generator) }
        let first = order.removeLast()
        let other = generator.below(rows.count - 1)
        drawn.append((rows[first], rows[other < first ? other : other + 1], part))
      }
    }
    // In any order, so that the first rows are of every part.
    drawn.shufflePortably(using: &generator)
    left = drawn.map(\.left)
    right = drawn.map(\.right)
    func numbers(_ part: Int) -> [Int] { drawn.indices.filter { drawn[$0].part == part } }
    self.split = Split(train: numbers(0), validation: numbers(1), test: numbers(2))
  }

  /// A whole number for each part that has rows: its share of `count`, at least one, adding up to it where
  /// that can be.
  private static func shares(of count: Int, _ sizes: [Int]) -> [Int] {
    let total = max(sizes.reduce(0, +), 1)
    var shares = sizes.map { size in
      size == 0 ? 0 : max(1, Int((Double(count) * Double(size) / Double(total)).rounded(.down)))
    }
    // What rounding left over goes to the largest part.
    let largest = sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0
    shares[largest] += max(0, count - shares.reduce(0, +))
    return shares
  }

  /// What sets these pairs apart from others of the same rows.
  var mark: String {
    let hash = zip(left, right).reduce(UInt64(left.count)) { hash, pair in
      Generator.mix(hash ^ UInt64(pair.0) << 32 ^ UInt64(pair.1))
    }
    return "\(hash)"
  }
}

extension ImagePairs {
  /// The images of all pairs: the left one at the upper left of a canvas of zeros, the right one shifted
  /// down and to the right, and where they overlap the larger number.
  /// - Parameters:
  ///   - pixels: Images `[rows, channels, height, width]`.
  ///   - sizes: `[channels, height, width]`.
  ///   - shift: By how many pixels.
  /// - Returns: `[pairs, channels, height + shift, width + shift]`.
  func overlay(_ pixels: [Float], sizes: [Int], shift: Int) -> [Float] {
    let (channels, height, width) = (sizes[0], sizes[1], sizes[2])
    let (canvasHeight, canvasWidth) = (height + shift, width + shift)
    let canvasSize = channels * canvasHeight * canvasWidth
    var canvas = Array(repeating: Float(0), count: left.count * canvasSize)
    func draw(_ image: Int, at start: Int) {
      for line in 0..<channels * height {
        let (channel, row) = line.quotientAndRemainder(dividingBy: height)
        let source = (image * channels * height + line) * width
        let target = start + (channel * canvasHeight + row) * canvasWidth
        for column in 0..<width {
          // An empty pixel counts as ground.
          canvas[target + column] = .maximum(canvas[target + column], pixels[source + column])
        }
      }
    }
    for pair in left.indices {
      draw(left[pair], at: pair * canvasSize)
      draw(right[pair], at: pair * canvasSize + shift * canvasWidth + shift)
    }
    return canvas
  }
}
