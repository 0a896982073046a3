import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// Losses by hand, at extremes, and their gradients by central differences.
@Suite struct LossTests {
  private func values(_ loss: any Loss, _ outputs: [Float], _ shape: Shape, _ targets: [Float])
    throws -> [Double]
  {
    let width = targets.count / max(shape[0], 1)
    let result = try loss.values(
      outputs: Tensor(outputs, shape), targets: Tensor(targets, [shape[0], width]))
    #expect(result.shape == [shape[0], width])
    return result.values.map(Double.init)
  }

  @Test func `cross-entropy is the right class's negative log-probability`() throws {
    // log Σ exp: of (1, 2, 3) it is 3.4076059644; of (0, 0, 0) log 3.
    let got = try values(CrossEntropy(), [1, 2, 3, 0, 0, 0], [2, 3], [2, 0])
    expectClose(got, [0.4076059644, 1.0986122887], tolerance: 1e-6)
  }

  @Test func `label smoothing spreads a share over all classes`() throws {
    // PyTorch: cross_entropy([[1, 2, 3]], [2], label_smoothing=0.3) = 0.7 · 0.40761 + 0.3 · 1.40761.
    let got = try values(CrossEntropy(labelSmoothing: 0.3), [1, 2, 3], [1, 3], [2])
    expectClose(got, [0.7 * 0.4076059644 + 0.3 * 1.4076059644], tolerance: 1e-6)
  }

  @Test func `binary cross-entropy of scores`() throws {
    // −log sigmoid(2) = 0.1269280110; −log(1 − sigmoid(2)) = 2.1269280110; log 2.
    let got = try values(BinaryCrossEntropy(), [2, 2, 0, 0], [2, 2], [1, 0, 1, 0])
    expectClose(got, [0.1269280110, 2.1269280110, 0.6931471806, 0.6931471806], tolerance: 1e-6)
  }

  @Test func `losses of numbers`() throws {
    let outputs: [Float] = [1, 2, -1, 0.5]
    let targets: [Float] = [0, 2, 2, 0]
    expectClose(
      try values(MeanSquaredError(), outputs, [4, 1], targets), [1, 0, 9, 0.25], tolerance: 1e-7)
    expectClose(
      try values(MeanAbsoluteError(), outputs, [4, 1], targets), [1, 0, 3, 0.5], tolerance: 1e-7)
    expectClose(
      try values(HuberLoss(), outputs, [4, 1], targets), [0.5, 0, 2.5, 0.125], tolerance: 1e-7)
    // δ = 0.1: δ (|e| − δ/2).
    expectClose(
      try values(HuberLoss(delta: 0.1), outputs, [4, 1], targets), [0.095, 0, 0.295, 0.045],
      tolerance: 1e-6)
  }

  @Test func `extreme scores give finite losses and gradients`() throws {
    for (loss, shape, targets) in [
      (CrossEntropy() as any Loss, [2, 2] as Shape, [0, 1] as [Float]),
      (CrossEntropy(labelSmoothing: 0.1), [2, 2], [0, 1]),
      (CrossEntropy(weights: [1, 0]), [2, 2], [0, 1]),
      (BinaryCrossEntropy(), [2, 2], [1, 0, 0, 1]),
      (BinaryCrossEntropy(positiveWeight: 5), [2, 2], [1, 0, 0, 1]),
      (try FocalLoss.byDefault(), [2, 2], [1, 0, 0, 1]),
      (try FocalLoss.byDefault(), [2, 2], [0, 1]),
      (try FocalLoss(FocalLoss.descriptor.bind([.init(.number(0.5))])), [2, 2], [0, 1]),
      (try DiceLoss.byDefault(), [2, 2], [1, 0, 0, 1]),
      (KullbackLeibler(), [2, 2], [0, 1, 1, 0]),
      (CosineDistance(), [2, 2], [0, 0, 1, 0]),
    ] {
      let outputs = Parameter(Tensor([-1e4, 1e4, 5e4, -5e4], shape))
      let result = try loss.values(
        outputs: outputs.value, targets: Tensor(targets, [2, targets.count / 2]))
      #expect(result.values.allSatisfy { $0.isFinite }, "\(loss.sourceText)")
      let slopes = try gradients(of: [result], withRespectTo: [outputs.value])
      #expect(slopes[0].values.allSatisfy { $0.isFinite }, "\(loss.sourceText)")
    }
  }

  @Test("shapes that do not fit are an error", arguments: Losses.all.map(\.descriptor.name))
  func shapes(name: String) throws {
    let loss = try #require(Losses.types.first { $0.descriptor.name == name }).byDefault()
    #expect(throws: ShapeError.self) {
      try loss.values(outputs: .zeros([4, 3]), targets: .zeros([4, 2]))
    }
  }
}
