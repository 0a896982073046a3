import TandemTensors
import Testing

@Suite struct TensorLifetimeTests {
  @Test("a computation of any length can be let go of")
  func long() {
    let leaf = Tensor.placeholder([1])
    var tensor = leaf
    for _ in 0..<200_000 { tensor = tensor + tensor }
    // All of it at once; a stack of 200,000 calls would end the process.
    tensor = leaf
    #expect(tensor === leaf)
  }

  @Test("what something else still holds stays whole")
  func shared() {
    let leaf = Tensor([1, 2], [2])
    let kept: Tensor = {
      let middle = leaf * 2
      let dropped = (middle + 1) * middle
      return dropped.shape.rank == 1 ? middle : dropped
    }()
    #expect(kept.inputs.first === leaf)
    #expect(kept.values == [2, 4])
  }
}
