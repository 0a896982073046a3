import TandemCatalog
import TandemTensors

extension LayerExample {
  /// Layers on images and signals.
  static let onImages: [LayerExample] = convolutions + pools

  private static let convolutions: [LayerExample] = [
    LayerExample("conv", [2, 4, 5]) { ["channels": .number(3), "kernel": .number(3)] },
    LayerExample("conv", [2, 6]) { ["channels": .number(2), "kernel": .number(2)] },
    LayerExample("conv", [4, 5, 4]) {
      [
        "channels": .number(2), "kernel": .sizes(3, 2), "stride": .sizes(2, 1),
        "padding": .sizes(1, 0), "dilation": .sizes(1, 2), "groups": .number(2),
        "bias": .truth(false),
      ]
    },
    LayerExample("conv", [1, 3, 3]) {
      ["channels": .number(2), "kernel": .number(2), "padding": .text("same")]
    },
    LayerExample("conv_transpose", [2, 3, 2]) { ["channels": .number(2), "kernel": .number(2)] },
    LayerExample("conv_transpose", [2, 4]) {
      [
        "channels": .number(4), "kernel": .number(3), "stride": .number(2),
        "padding": .number(1), "output_padding": .number(1), "groups": .number(2),
      ]
    },
  ]

  private static let pools: [LayerExample] = [
    LayerExample("max_pool", [2, 4, 4]) { ["size": .number(2)] },
    LayerExample("max_pool", [2, 5]) {
      ["size": .number(3), "stride": .number(2), "padding": .number(1)]
    },
    LayerExample("avg_pool", [2, 4, 5]) { ["size": .sizes(2, 3), "stride": .number(1)] },
    LayerExample("avg_pool", [2, 5]) { ["size": .number(2)] },
    LayerExample("global_avg_pool", [3, 2, 2]) { [:] },
    LayerExample("global_avg_pool", [3, 4]) { [:] },
    LayerExample("global_max_pool", [3, 2, 2]) { [:] },
    LayerExample("global_max_pool", [3, 4]) { [:] },
    LayerExample("upsample", [1, 2, 2]) { ["factor": .sizes(2, 3)] },
    LayerExample("upsample", [2, 4]) { ["factor": .number(3), "mode": .text("bilinear")] },
    LayerExample("group_norm", [4, 2, 3]) { ["groups": .number(2)] },
    LayerExample("group_norm", [6]) { ["groups": .number(3), "epsilon": .number(0.1)] },
  ]
}

extension Value {
  /// A number for each axis.
  fileprivate static func sizes(_ sizes: Int...) -> Value {
    .list(sizes.map { .number(Double($0)) })
  }
}
