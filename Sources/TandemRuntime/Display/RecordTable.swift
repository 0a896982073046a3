import TandemCatalog

/// Records of records of numbers as a table: a row for each label, a column for each inner label.
enum RecordTable {
  static func table(of record: Record) -> DisplayTable? {
    guard !record.entries.isEmpty, record.entries.count <= 60 else { return nil }
    var columns: [String] = []
    var rows: [(String, Record)] = []
    for entry in record.entries {
      guard case .record(let inner) = entry.value, !inner.entries.isEmpty,
        inner.entries.allSatisfy({ Double(argument: $0.value) != nil })
      else { return nil }
      rows.append((entry.label, inner))
      for part in inner.entries where !columns.contains(part.label) { columns.append(part.label) }
    }
    guard columns.count <= 12 else { return nil }
    var table = DisplayTable(
      [.init("")] + columns.map { .init(ControlText.cut($0, to: 24), isNumber: true) })
    for (label, inner) in rows {
      table.add(
        [.init(ControlText.cut(label, to: 40), .strong)]
          + columns.map { name in
            .init(inner[name].flatMap { Double(argument: $0) }.map(text) ?? "")
          })
    }
    return table
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e9
      ? FigureText.count(Int(number)) : FigureText.score(number)
  }
}
