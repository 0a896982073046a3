import TandemTensors
import TestSupport
import Testing

@Suite struct CrossEntropyTests {
  @Test("rows of every length give the bits of a log softmax that is picked from, and its gradient")
  func composition() {
    forAll(count: 60) { source in
      let (rows, count) = (source.whole(1...70), source.whole(1...source.element(of: [5, 40])))
      let numbers = (0..<rows * count).map { _ in Float(source.number(-8...8)) }
      // Some targets are no class.
      let targets = Tensor((0..<rows).map { _ in Float(source.whole(-1...count)) }, [rows, 1])
      let upstream = Tensor((0..<rows).map { _ in Float(source.number(-2...2)) }, [rows, 1])
      let scores = Parameter(Tensor(numbers, [rows, count])).value
      let losses = [scores.crossEntropy(targets), -scores.logSoftmax().picking(targets)]
      let found = try losses.map {
        try gradients(of: [$0], upstream: [upstream], withRespectTo: [scores])[0].values
      }
      for (one, other) in zip(losses[0].values, losses[1].values) {
        try #require(one == other || (one.isNaN && other.isNaN))
      }
      try #require(found[0] == found[1])
    }
  }

  @Test("large scores neither overflow nor lose the others")
  func largeScores() throws {
    let scores = Parameter(Tensor([1000, 0, -1000, 88, 89, 90], [2, 3])).value
    let losses = scores.crossEntropy(Tensor([2, 2], [2, 1]))
    #expect(losses.values[0] == 2000)
    #expect(abs(losses.values[1] - 0.407_606) < 1e-5)
    let gradient = try gradients(of: [losses], withRespectTo: [scores])[0].values
    #expect(gradient[0...2] == [1, 0, -1])
  }
}
