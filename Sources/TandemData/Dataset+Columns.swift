extension Dataset {
  /// The data with these columns only, those that were derived under their text.
  /// - Parameter columns: Columns of these rows.
  /// - Returns: The data; inputs that were named and are still there stay named.
  /// - Throws: `DataError` where there are none, one stands twice, or one is of other rows.
  public func select(_ columns: [Column]) throws -> Self {
    if columns.isEmpty { throw DataError.noColumns(operation: "select") }
    try requireSuitable(columns, named: columns.map(\.label))
    let kept = inputNames?.filter { name in columns.contains { $0.label == name } }
    var data = Self(
      table.replacing(columns), split: split, inputNames: kept,
      standardizesInputs: standardizesInputs, sourceText: sourceText)
    if kept == [] { data.inputNames = nil }
    return data
  }

  /// The data with further columns; one whose name is there already takes its place.
  /// - Parameter named: Columns of these rows and the names that they get.
  /// - Returns: The data.
  /// - Throws: `DataError` where a name stands twice or a column is of other rows.
  public func with(_ named: [(name: String, column: Column)]) throws -> Self {
    var columns = columnNames.compactMap { column($0) }
    try requireSuitable(named.map(\.column), named: named.map(\.name))
    for (name, column) in named {
      var source: ColumnExpression? = column.expression
      // A column that only gets its own name again is made of nothing else.
      if case .column(name, let older) = column.expression { source = older }
      let made = Column(.column(name, from: source), column.values, of: self)
      guard made.expression.size <= ColumnExpression.sizeLimit else {
        throw DataError.expressionTooLong(limit: ColumnExpression.sizeLimit)
      }
      if let index = columns.firstIndex(where: { $0.label == name }) {
        columns[index] = made
      } else {
        columns.append(made)
      }
    }
    return Self(
      table.replacing(columns), split: split, inputNames: inputNames,
      standardizesInputs: standardizesInputs, sourceText: sourceText)
  }

  /// The data with the columns that a model shall read, in their order.
  /// - Parameters:
  ///   - columns: Columns of these rows; a derived one is added to the data under its text. `nil`
  ///     leaves the choice as it is.
  ///   - standardizes: Whether they are standardised with the training split's figures.
  /// - Returns: The data.
  /// - Throws: `DataError` where there are none, one stands twice, or one is of other rows.
  public func inputs(_ columns: [Column]?, standardizes: Bool = true) throws -> Self {
    var data = self
    data.standardizesInputs = standardizes
    guard let columns else { return data }
    if columns.isEmpty { throw DataError.noColumns(operation: "inputs") }
    try requireSuitable(columns, named: columns.map(\.label))
    let added = columns.filter { table[$0.label] == nil }
    if !added.isEmpty {
      data = Self(
        table.replacing(columnNames.compactMap { column($0) } + added), split: split,
        standardizesInputs: standardizes, sourceText: sourceText)
    }
    data.inputNames = columns.map(\.label)
    return data
  }

  private func requireSuitable(_ columns: [Column], named names: [String]) throws {
    var seen: Set<String> = []
    for (column, name) in zip(columns, names) {
      try requireSameRows(column)
      guard seen.insert(name).inserted else { throw DataError.repeatedColumn(name) }
    }
  }
}
