import TandemCatalog
import TestSupport
import Testing

/// Values as text, and when two are the same.
@Suite struct ValueTests {
  @Test(
    "values as source text",
    arguments: [
      (Value.none, "none"), (.truth(true), "true"), (.number(3), "3"), (.number(-0.5), "-0.5"),
      (.number(1e300), "1e+300"), (.number(1e16), "1e+16"),
      (.text("a\"b\\\n\t\u{1}"), #""a\"b\\\n\t\u{1}""#),
      (.range(1...3), "1...3"), (.list([.number(1), .none]), "[1, none]"),
      (
        .record(Record([.init("a", .number(1)), .init("else", .text("b"))])), #"[a: 1, else: "b"]"#
      ),
      (
        .record(Record([.init("heads.ink", .number(1)), .init("3", .none), .init("ä", .none)])),
        #"["heads.ink": 1, "3": none, ä: none]"#
      ),
    ])
  func sourceText(value: Value, expected: String) {
    #expect(value.sourceText == expected)
  }

  @Test("numbers are written with all their digits")
  func digits() {
    forAll(count: 500) { source in
      let number = source.number(-1e6...1e6) * (source.oneIn(2) ? 1e-9 : 1e9)
      try #require(Double(number.sourceText) == number)
    }
  }

  @Test("values are equal by what they are made of")
  func equality() {
    #expect(Value.list([.number(1)]) == .list([.number(1)]))
    #expect(Value.number(1) != .text("1"))
    #expect(Value.record(Record([.init("a", .none)])) != .record(Record([.init("b", .none)])))
    #expect(Value.range(1...2) != .list([.number(1), .number(2)]))
  }

  @Test("a record gives a label's value, or that of 'else'")
  func records() {
    let record = Record([.init("ink", .number(1)), .init("else", .number(2))])
    #expect(record["ink"] == .number(1) && record["digit"] == nil)
    #expect(record.value(for: "digit") == .number(2))
  }

  @Test("arguments are read as the types that they promise")
  func conversion() {
    var arguments = Arguments(["n": .number(3), "list": .list([.number(1)]), "no": .none])
    #expect(arguments["n"] as Int == 3 && arguments["n"] as Double == 3)
    #expect(arguments["list"] as [Int] == [1])
    #expect(arguments["no"] as Int? == nil)
    arguments[value: "n"] = .text("a")
    #expect(arguments["n"] as String == "a")
    #expect(Int(argument: .number(1.5)) == nil && Bool(argument: .number(1)) == nil)
  }
}
