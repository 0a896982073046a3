import TandemTensors
import TestSupport
import Testing

extension OperationExample: CustomTestStringConvertible {
  public var testDescription: String { "\(name) of \(shapes)" }

  /// Inputs drawn from the domain, and positions where the last input is one.
  func inputs(_ source: inout RandomSource) -> [[Float]] {
    shapes.enumerated().map { index, shape in
      (0..<shape.count).map { _ in
        if let positionCount, index == shapes.count - 1 {
          return Float(source.whole(0...positionCount - 1))
        }
        return Float(source.number(Double(domain.lowerBound)...Double(domain.upperBound)))
      }
    }
  }

  func tensors(_ inputs: [[Float]]) -> [Tensor] {
    zip(inputs, shapes).map { Tensor($0, $1) }
  }
}

/// Laws that every operation obeys; a new one is tested the moment it is registered.
@Suite struct OperationLawsTests {
  @Test("planned and unplanned give the same bits", arguments: Operations.all)
  func planned(example: OperationExample) {
    forAll(count: 5) { source in
      let inputs = example.inputs(&source)
      let known = example.apply(example.tensors(inputs))
      let leaves = example.shapes.map { Tensor.placeholder($0) }
      let plan = Plan(stages: [[.init(example.apply(leaves))]])
      for (leaf, values) in zip(leaves, inputs) { leaf.storage?.assign(values) }
      plan.run()
      try #require(plan.result(0).values.map(\.bitPattern) == known.values.map(\.bitPattern))
    }
  }

  @Test("an input that nothing else needs may be overwritten", arguments: Operations.all)
  func inPlace(example: OperationExample) {
    forAll(count: 3) { source in
      let inputs = example.inputs(&source)
      let known = example.apply(example.tensors(inputs))
      let leaves = example.shapes.map { Tensor.placeholder($0) }
      // The sums die with the operation, so that it may run in their memory.
      let sums = leaves.map { $0 + Tensor.zeros([1]) }
      let plan = Plan(stages: [[.init(example.apply(sums))]])
      for (leaf, values) in zip(leaves, inputs) { leaf.storage?.assign(values) }
      for _ in 0..<2 {
        plan.run()
        try #require(plan.result(0).values == known.values)
      }
    }
  }

  @Test("gradients agree with central differences", arguments: Operations.all)
  func gradient(example: OperationExample) {
    GradientCheck(example.shapes, positions: example.positionCount != nil, example.apply)
      .check(count: 4) { example.inputs(&$0) }
  }

  @Test("gradients of gradients agree with central differences", arguments: Operations.all)
  func secondGradient(example: OperationExample) {
    GradientCheck(example.shapes, positions: example.positionCount != nil, example.apply)
      .checkSecond(count: 4) { example.inputs(&$0) }
  }

  @Test("every operation of the folder has an example")
  func allRegistered() throws {
    let names = Set(
      Operations.all.flatMap { example in
        let result = example.apply(example.shapes.map { .placeholder($0) })
        return Tensor.inOrder([result]).compactMap { $0.operation?.name }
      })
    let declared = try declaredOperationNames()
    #expect(declared.count > 30)
    #expect(declared.subtracting(names) == [])
  }

  /// The names that the sources of the operations declare.
  private func declaredOperationNames() throws -> Set<String> {
    let folder = TestFolders.root + "/Sources/TandemTensors/Operations"
    let texts = try SourceFolder.texts(in: folder)
    return Set(
      texts.flatMap { text in
        text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
          guard line.contains("let name = \"") else { return nil }
          return line.split(separator: "\"").dropFirst().first.map(String.init)
        }
      })
  }
}
