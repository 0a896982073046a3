public import TandemCatalog

/// What stands after the `.` of a column: `mean`, `sum`, `min`, `max`, `std`.
public enum ColumnMembers {
  public static let all: [MemberEntry] = ColumnFigure.allCases.map { figure in
    MemberEntry(
      MemberDescriptor(
        figure.rawValue, of: .column, gives: nil,
        "\(figure.summary), of each row's array or of all numbers")
    ) { owner in
      guard case .object(let object) = owner, let column = object as? Column else {
        preconditionFailure("'\(figure.rawValue)' of \(owner.kind.phrase)")
      }
      switch try column.figure(figure) {
      case .column(let figures): return .object(figures)
      case .number(let number): return .number(number)
      }
    }
  }
}

extension ColumnFigure {
  fileprivate var summary: String {
    switch self {
    case .mean: "the mean"
    case .sum: "the sum"
    case .min: "the smallest"
    case .max: "the largest"
    case .std: "the standard deviation (divided by n)"
    }
  }
}
