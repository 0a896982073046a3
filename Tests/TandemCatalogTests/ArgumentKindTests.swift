import TandemCatalog
import Testing

/// What arguments take, and how messages say it.
@Suite struct ArgumentKindTests {
  private struct Object: ValueObject {
    var kind: ValueKind
    var sourceText = "object"
    var origin: ValueOrigin?
  }

  private static let layer = Value.object(Object(kind: .layer))
  private static let whole = ArgumentKind.number(NumberRange(lower: 1, upper: 9, isWhole: true))

  @Test(
    "values fit, or are out of range, or of another kind",
    arguments: [
      (whole, Value.number(9), ArgumentKind.Fit.fits), (whole, .number(10), .outOfRange),
      (whole, .number(1.5), .outOfRange), (whole, .number(.nan), .outOfRange),
      (whole, .text("1"), .wrongKind),
      (.truth, .truth(false), .fits), (.truth, .number(0), .wrongKind), (.text, .text(""), .fits),
      (.word(["a", "b"]), .text("a"), .fits), (.word(["a", "b"]), .text("c"), .outOfRange),
      (.object(.layer), layer, .fits), (.object(.task), layer, .wrongKind),
      (.formula, .number(0), .fits), (.formula, .number(-1), .outOfRange),
      (.formula, layer, .wrongKind),
      (.seeds, .range(1...3), .fits), (.seeds, .range(-1...3), .outOfRange),
      (.seeds, .list([.number(1), .number(7)]), .fits),
      (.seeds, .list([.number(0.5)]), .outOfRange),
      (.seeds, .number(1), .wrongKind), (.list(whole), .list([.number(1)]), .fits),
      (.list(whole), .list([.number(1), .number(0)]), .outOfRange),
      (.list(whole), .list([.number(0), .text("")]), .wrongKind),
      (.list(whole), .number(1), .wrongKind),
      (.record(.object(.layer)), .record(Record([.init("else", layer)])), .fits),
      (.record(.object(.layer)), .record(Record([.init("a", .none)])), .wrongKind),
      (.oneOf([.truth, whole]), .number(3), .fits),
      (.oneOf([.truth, whole]), .number(0), .outOfRange),
      (.oneOf([.truth, whole]), .text(""), .wrongKind), (.any, .none, .fits),
      (.topic, layer, .fits),
    ] as [(ArgumentKind, Value, ArgumentKind.Fit)])
  func fit(kind: ArgumentKind, value: Value, expected: ArgumentKind.Fit) {
    #expect(kind.check(value) == expected)
  }

  @Test("a default is taken, whatever its kind")
  func defaults() throws {
    let clip = ArgumentDescriptor.optional("clip", Self.whole, "a norm")
    #expect(try clip.accept(.none, index: 0) == .none)
    #expect(throws: ArgumentError.self) { try clip.accept(.truth(true), index: 0) }
  }

  @Test(
    "ranges in words",
    arguments: [
      (NumberRange(), "a number"),
      (NumberRange(lower: 0, includesLower: false), "a number above 0"),
      (NumberRange(lower: 1, isWhole: true), "a whole number of at least 1"),
      (NumberRange(lower: 0, upper: 1, includesUpper: false), "a number of at least 0 and below 1"),
      (NumberRange(upper: 0.5), "a number at most 0.5"),
    ])
  func phrases(range: NumberRange, expected: String) {
    #expect(range.phrase == expected)
  }

  @Test("the bounds of a range count as it says")
  func bounds() {
    let range = NumberRange(lower: 0, includesLower: false, upper: 1)
    #expect(!range.contains(0) && range.contains(1) && range.contains(.leastNonzeroMagnitude))
    #expect(!range.contains(.infinity) && !range.contains(.nan))
  }

  @Test("every kind of value has a phrase with its article")
  func kinds() {
    #expect(ValueKind.optimizer.phrase == "an optimizer")
    #expect(ValueKind.data.phrase == "data")
    for kind in ValueKind.allCases { #expect(!kind.phrase.isEmpty) }
  }
}
