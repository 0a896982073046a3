/// Collects the cells of one column and finds its type on the way.
///
/// A column is of numbers as long as each cell that is not missing reads as one, of truths as long as
/// each is `true` or `false`, else of words. Where words come after numbers the earlier cells' text is
/// gone: `missingWords` says up to which row they have to be read again.
struct ColumnReader {
  private enum State {
    case undecided, numbers, truths, words
  }

  private var state = State.undecided
  private var numbers: [Double] = []
  private var codes: [Int] = []
  private var words = WordLevels()
  /// The words of rows before this one have still to be read.
  private(set) var missingWords = 0
  private let missing: [[UInt8]]
  /// A bit for each length that a text of `missing` has: most cells are told apart by it.
  private let missingLengths: UInt64

  /// Prepares for a column.
  /// - Parameter missing: Texts that stand for an empty cell, beside the empty text.
  init(missing: [[UInt8]]) {
    self.missing = missing
    missingLengths = missing.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
  }

  /// Takes the next cell.
  mutating func append(_ bytes: [UInt8], _ lower: Int, _ upper: Int) {
    if isMissing(bytes, lower, upper) {
      if state == .words { codes.append(-1) } else { numbers.append(.nan) }
      return
    }
    switch state {
    case .numbers:
      if let number = NumberText.number(bytes, lower, upper) { return numbers.append(number) }
      becomeWords(hasEarlierText: true)
    case .truths:
      if let truth = NumberText.truth(bytes, lower, upper) { return numbers.append(truth) }
      becomeWords(hasEarlierText: true)
    case .undecided:
      if let number = NumberText.number(bytes, lower, upper) {
        state = .numbers
        return numbers.append(number)
      }
      if let truth = NumberText.truth(bytes, lower, upper) {
        state = .truths
        return numbers.append(truth)
      }
      becomeWords(hasEarlierText: false)
    case .words: break
    }
    codes.append(words.code(of: bytes, lower, upper))
  }

  private mutating func becomeWords(hasEarlierText: Bool) {
    state = .words
    codes = Array(repeating: -1, count: numbers.count)
    if hasEarlierText { missingWords = numbers.count }
    numbers = []
  }

  /// Takes the word of a row that was taken for a number before.
  mutating func restore(_ bytes: [UInt8], _ lower: Int, _ upper: Int, row: Int) {
    guard row < missingWords, !isMissing(bytes, lower, upper) else { return }
    codes[row] = words.code(of: bytes, lower, upper)
  }

  private func isMissing(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> Bool {
    if lower == upper { return true }
    guard missingLengths >> UInt64(min(upper - lower, 63)) & 1 == 1 else { return false }
    for text in missing where text.count == upper - lower {
      if text.indices.allSatisfy({ text[$0] == bytes[lower + $0] }) { return true }
    }
    return false
  }

  /// The column; one whose cells are all missing is of numbers.
  func finish() -> ColumnValues {
    switch state {
    case .undecided, .numbers: return .numbers(numbers)
    case .truths: return .truths(numbers)
    case .words:
      let (levels, places) = words.sorted()
      return .categories(codes: codes.map { $0 < 0 ? -1 : places[$0] }, levels: levels)
    }
  }
}
