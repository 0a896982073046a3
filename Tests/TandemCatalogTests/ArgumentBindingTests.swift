import TandemCatalog
import TestSupport
import Testing

/// How written arguments come to their places.
@Suite struct ArgumentBindingTests {
  private let dense = MethodDescriptor(
    "dense", gives: .layer, "weighs",
    [.whole("size", atLeast: 1, "outputs"), .truth("bias", default: true, "adds")])
  private let print = MethodDescriptor(
    "print", gives: nil, "writes",
    [
      ArgumentDescriptor("values", .any, .variadic, "what"),
      .truth("error", default: false, "where"),
    ])
  private let fixed = MethodDescriptor(
    "fixed", gives: .weighting, "as you say",
    [ArgumentDescriptor("weight", .number(NumberRange(lower: 0)), .labels, "of a task")])

  private func bind(_ method: MethodDescriptor, _ written: WrittenArgument...) throws(ArgumentError)
    -> Arguments
  {
    try method.bind(written)
  }

  @Test("by place, by label, by default")
  func places() throws {
    let byPlace: Int = try bind(dense, .init(.number(3)))["size"]
    #expect(byPlace == 3)
    let arguments = try bind(dense, .init(label: "bias", .truth(false)), .init(.number(4)))
    #expect(arguments["size"] == 4 && arguments["bias"] == false)
    #expect(try bind(dense, .init(label: "size", .number(5)))["bias"] == true)
    #expect(try dense.places(of: ["bias", nil]) == [1, 0])
  }

  @Test("variadic values are a list, labels of the caller a record")
  func open() throws {
    let printed = try bind(
      print, .init(.number(1)), .init(label: "error", .truth(true)), .init(.text("a")))
    #expect(printed[value: "values"] == .list([.number(1), .text("a")]))
    #expect(try bind(print)[value: "values"] == .list([]))
    let weights = try bind(
      fixed, .init(label: "digit", .number(1)), .init(label: "weight", .number(2)))
    #expect(
      weights[value: "weight"]
        == .record(Record([.init("digit", .number(1)), .init("weight", .number(2))])))
  }

  @Test("what does not fit says which argument it is")
  func errors() {
    let number = ArgumentKind.number(NumberRange(lower: 1, isWhole: true))
    #expect(throws: ArgumentError.unknownLabel("bais", index: 1)) {
      try bind(dense, .init(.number(3)), .init(label: "bais", .truth(true)))
    }
    #expect(throws: ArgumentError.givenTwice("size", first: 0, second: 1)) {
      try bind(dense, .init(label: "size", .number(3)), .init(label: "size", .number(4)))
    }
    #expect(throws: ArgumentError.givenTwice("digit", first: 0, second: 1)) {
      try bind(fixed, .init(label: "digit", .number(3)), .init(label: "digit", .number(4)))
    }
    #expect(throws: ArgumentError.tooMany(index: 2, limit: 2)) {
      try bind(dense, .init(.number(3)), .init(.truth(true)), .init(.number(4)))
    }
    #expect(throws: ArgumentError.missing("size")) { try bind(dense) }
    #expect(throws: ArgumentError.wrongKind("size", index: 0, expected: number, actual: .text)) {
      try bind(dense, .init(.text("3")))
    }
    #expect(
      throws: ArgumentError.outOfRange("size", index: 0, expected: number, actual: .number(0))
    ) {
      try bind(dense, .init(.number(0)))
    }
  }

  @Test("origins are kept for what was written, and for nothing else")
  func origins() throws {
    let place = ValueOrigin(cell: 2, lower: 6, upper: 7)
    let arguments = try bind(dense, .init(.number(3), origin: place))
    #expect(arguments.origins == ["size": place])
  }

  @Test("every default that a descriptor names is bound, whatever labels are written")
  func properties() {
    forAll(count: 300) { source in
      let labels = source.list(0...4) { source in
        source.oneIn(2) ? nil : source.element(of: ["size", "bias", "other"])
      }
      let written = labels.map { WrittenArgument(label: $0, .number(1)) }
      guard let places = try? dense.places(of: labels) else { return }
      try #require(places.count == labels.count)
      try #require(Set(places).count == places.count && places.allSatisfy { $0 < 2 })
      if let bound = try? dense.bind(written) { try #require(bound.values.count == 2) }
    }
  }
}
