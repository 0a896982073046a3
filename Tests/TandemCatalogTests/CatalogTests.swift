import TandemCatalog
import Testing

/// The names of the language in one value.
@Suite struct CatalogTests {
  private let catalog = Catalog(
    methods: [
      MethodDescriptor("dense", gives: .layer, "a", [.whole("size", "b")]),
      MethodDescriptor("relu", gives: .layer, "a"),
      MethodDescriptor("take", gives: .data, on: .data, "a", [.whole("count", default: 5, "b")]),
    ],
    members: [MemberDescriptor("loss", of: .run, gives: .curves, "a")])

  @Test("functions, methods and parts are found by name and kind")
  func lookup() {
    #expect(catalog.functions.keys.sorted() == ["dense", "relu"])
    #expect(catalog.functions(giving: .layer).map(\.name) == ["dense", "relu"])
    #expect(catalog.functions(giving: .task).isEmpty)
    #expect(catalog.method("take", of: .data)?.name == "take")
    #expect(catalog.method("take", of: .run) == nil && catalog.functions["take"] == nil)
    #expect(catalog.methods(of: .data).map(\.name) == ["take"])
    #expect(catalog.member("loss", of: .run)?.gives == .curves)
    #expect(catalog.members(of: .data).isEmpty)
  }

  @Test("signatures show labels and defaults")
  func signatures() {
    let method = MethodDescriptor(
      "f", gives: nil, "a",
      [
        .number("x", "a"), .word("kind", ["p", "q"], default: "p", "b"),
        .text("title", default: "t", "c"), .optional("y", .any, "d"),
        ArgumentDescriptor("rest", .any, .variadic, "e"),
        ArgumentDescriptor("weight", .any, .labels, "f"),
      ])
    #expect(method.signature == "f(x:, kind: p, title: \"t\", y: none, rest, …, name: weight, …)")
    #expect(!method.hasOnlyDefaults)
    #expect(MethodDescriptor("g", gives: nil, "a", [.number("x", default: 1, "b")]).hasOnlyDefaults)
  }

  @Test("arguments print without their defaults")
  func text() throws {
    let dense = MethodDescriptor(
      "dense", gives: .layer, "a",
      [
        .whole("size", "b"), .truth("bias", default: true, "c"),
        .word("start", ["zero", "random"], default: "random", "d"),
      ])
    let plain = try dense.bind([WrittenArgument(.number(3))])
    #expect(plain.text(for: dense) == "3")
    let whole = try dense.bind([
      WrittenArgument(.number(3)), WrittenArgument(.truth(false)), WrittenArgument(.text("zero")),
    ])
    #expect(whole.text(for: dense) == "3, bias: false, start: zero")
  }
}
