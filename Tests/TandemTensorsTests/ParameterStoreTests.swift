import TandemTensors
import Testing

@Suite struct ParameterStoreTests {
  @Test("parameters lie one after the other, and keep their numbers and names")
  func layout() throws {
    let parameters = [
      Parameter(Tensor([1, 2, 3, 4], [2, 2]), name: "weight"), Parameter(.zeros([0])),
      Parameter(Tensor([5, 6], [2]), name: "bias"),
    ]
    let store = ParameterStore(parameters)
    #expect(store.count == 6)
    #expect(store.values.whole.values == [1, 2, 3, 4, 5, 6])
    #expect(store.value(at: 2).values == [5, 6])
    #expect(parameters.map(\.name) == ["weight", "value", "bias"])
    // An update of the flat array is seen by what is computed next.
    store.values.whole.assign([6, 5, 4, 3, 2, 1])
    #expect(parameters[0].value.values == [6, 5, 4, 3])
    let plan = Plan(stages: [
      try gradients(of: [store.tensors[0].square().sum()], withRespectTo: store.tensors)
        .enumerated().map { .init($1, to: store.gradient(at: $0)) }
    ])
    plan.run()
    #expect(store.gradients.whole.values == [12, 10, 8, 6, 0, 0])
  }
}
