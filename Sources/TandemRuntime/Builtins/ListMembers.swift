import TandemCatalog
import TandemDiagnostics

/// What stands after the `.` of a list: the figures that a column has too, and how many items there are.
enum ListMembers {
  static let all: [MemberEntry] = [
    MemberEntry(MemberDescriptor("count", of: .list, gives: .number, "how many items it has")) {
      guard case .list(let items) = $0 else { return .none }
      return .number(Double(items.count))
    },
    figure("mean", "the mean of its numbers") { $0.reduce(0, +) / Double($0.count) },
    figure("sum", "the sum of its numbers") { $0.reduce(0, +) },
    figure("min", "the smallest of its numbers") { $0.min() ?? .nan },
    figure("max", "the largest of its numbers") { $0.max() ?? .nan },
    figure("std", "the standard deviation of its numbers, divided by n") { numbers in
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(numbers.count)).squareRoot()
    },
  ]

  private static func figure(
    _ name: String, _ summary: String, _ compute: @escaping @Sendable ([Double]) -> Double
  ) -> MemberEntry {
    MemberEntry(MemberDescriptor(name, of: .list, gives: .number, summary)) { owner in
      guard let numbers = [Double](argument: owner) else {
        throw ListError.notNumbers(figure: name)
      }
      guard !numbers.isEmpty || name == "sum" else { throw ListError.isEmpty(figure: name) }
      return .number(compute(numbers))
    }
  }
}

/// A figure that a list does not have.
enum ListError: Error, Equatable {
  case notNumbers(figure: String)
  case isEmpty(figure: String)
}
