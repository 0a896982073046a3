import TandemCatalog
import TandemNetworks
import TandemTensors
import Testing

@Suite struct ImageLayerTests {
  private func layer(_ name: String, _ arguments: [String: Value]) throws -> LayerTemplate {
    try Methods.layer(name, arguments)
  }

  private func expected(_ layer: LayerTemplate, _ row: Shape) throws -> String? {
    var generator = Generator(seed: 1)
    do {
      _ = try layer.bind(to: row, using: &generator)
      return nil
    } catch let error as LayerBindingError {
      return error.error.expected
    }
  }

  @Test("rows that do not fit say what would")
  func unfit() throws {
    let conv = try layer("conv", ["channels": .number(4), "kernel": .number(3)])
    #expect(try expected(conv, [13]) == "rows shaped [channels, height, width]")
    #expect(try expected(conv, [1, 8, 8]) == nil)
    #expect(try expected(conv, [1, 8]) == nil)
    #expect(try expected(conv, [1, 2, 8]) == "channels of at least 3 × 3 numbers")
    let signal = try layer(
      "conv", ["channels": .number(4), "kernel": .list([.number(3)]), "groups": .number(2)])
    #expect(try expected(signal, [2, 8, 8]) == "rows shaped [channels, length]")
    #expect(try expected(signal, [3, 8]) == "a multiple of 2 channels")
    let cut = try layer(
      "conv_transpose",
      ["channels": .number(1), "kernel": .number(2), "padding": .number(2)])
    #expect(try expected(cut, [1, 3, 4]) == "channels of at least 4 × 4 numbers")
    #expect(try expected(cut, [1, 4, 4]) == nil)
  }

  @Test("a row has at most some millions of numbers, however it came to be so large")
  func largest() throws {
    let limit = "at most 4194304 numbers a row"
    let wide = try layer("conv", ["channels": .number(1_000_000), "kernel": .number(1)])
    #expect(try expected(wide, [1, 2, 2]) == nil)
    #expect(try expected(wide, [1, 8, 8]) == limit)
    let padded = try layer(
      "avg_pool", ["size": .number(1024), "stride": .number(1), "padding": .number(512)])
    #expect(try expected(padded, [8, 1024, 1024]) == limit)
    let up = try layer("upsample", ["factor": .number(64)])
    #expect(try expected(Methods.row([up, up, up, up, up]), [1, 8, 8]) == limit)
    let transposed = try layer(
      "conv_transpose",
      [
        "channels": .number(1_000_000), "kernel": .number(1024), "dilation": .number(1024),
        "stride": .number(64),
      ])
    #expect(try expected(transposed, [1, 4_194_304, 1]) == limit)
  }

  @Test("settings that do not fit together are an error of values")
  func settings() {
    let kernel: [String: Value] = ["channels": .number(4), "kernel": .number(3)]
    #expect(throws: ImageLayerError.unevenGroups(channels: 4, groups: 3)) {
      _ = try layer("conv", kernel.merging(["groups": .number(3)]) { $1 })
    }
    #expect(throws: ImageLayerError.sameWithStride(2)) {
      let stride: Value = .list([.number(1), .number(2)])
      _ = try layer("conv", kernel.merging(["stride": stride, "padding": .text("same")]) { $1 })
    }
    #expect(throws: ImageLayerError.largePadding(2, size: 3)) {
      _ = try layer("max_pool", ["size": .number(3), "padding": .list([.number(1), .number(2)])])
    }
    #expect(throws: ImageLayerError.largeOutputPadding(1, stride: 1)) {
      _ = try layer("conv_transpose", kernel.merging(["output_padding": .number(1)]) { $1 })
    }
    #expect(throws: ImageLayerError.unsuitableCount(argument: "kernel", count: 3)) {
      let sizes = Value.list([.number(1), .number(2), .number(3)])
      _ = try layer("conv", ["channels": .number(4), "kernel": sizes])
    }
  }

  @Test("the weights start within the bounds of what an output sees, the bias at zero")
  func initialWeights() throws {
    var generator = Generator(seed: 2)
    let conv = try layer("conv", ["channels": .number(50), "kernel": .number(5)])
    let parameters = try conv.bind(to: [4, 9, 9], using: &generator).parameters
    #expect(parameters[0].shape == [50, 4, 5, 5])
    let weights = parameters[0].value.values
    #expect(weights.allSatisfy { abs($0) <= 0.1 } && (weights.max() ?? 0) > 0.099)
    #expect(parameters[1].value.values.allSatisfy { $0 == 0 })
  }
}
