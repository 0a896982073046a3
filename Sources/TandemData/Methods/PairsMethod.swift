import TandemCatalog

extension DataMethods {
  static let pairsEntry = entry(
    "pairs", "pairs of the images, one laid over the other, with the columns of both",
    details: [
      "The left image lies at the upper left, the right one 'shift' pixels further down and to the right; "
        + "each pixel is the larger of the two, and the ground is 0. MNIST's images of 28 × 28 pixels "
        + "give MultiMNIST, 36 × 36.",
      "Of every other column there are two, as 'left_label' and 'right_label'. Each image is the left one "
        + "of a pair before any is so again, with any other as its partner.",
      "Pairs are made within the parts of the data's split (0.7, 0.15, 0.15 where no one split it), so "
        + "that no image is in two parts; that is why pairs cannot be split anew.",
    ],
    source: "Sabour, Frosst, Hinton, NeurIPS 2017; as two tasks: Sener, Koltun, NeurIPS 2018",
    paper: "1810.04650",
    differs:
      "Sabour et al. shift each image at random by up to 4 pixels and pair unlike classes; Sener and "
      + "Koltun's code shifts by 6, shrinks the canvas to 28 × 28, and may pair an image with itself",
    examples: ["data both = digits.pairs(count: 1000, shift: 3)"],
    [
      ArgumentDescriptor(
        "count", .number(NumberRange(lower: 1, isWhole: true)), .optional(default: .none),
        "how many pairs, a share for each part of the split; by default as many as rows"),
      .whole(
        "shift", default: 8, atLeast: 0, atMost: 1000,
        "by how many pixels the right image is shifted"),
      .whole("seed", default: 0, atLeast: 0, "what the pairs are drawn from"),
    ]
  ) { data, arguments in
    try data.pairs(
      count: arguments["count"], shift: arguments["shift"], seed: arguments["seed"])
  }
}
