import TandemCatalog

/// IMTL, impartial multi-task learning: both halves at once, `imtl_l() + imtl_g()`.
///
/// IMTL-L learns a scale for each loss, `wₖ = e^(sₖ)`, which also weighs the tasks' own parts; IMTL-G combines the
/// gradients of the scaled losses in the shared part so that its projection onto each is the same, which no
/// scale changes where gradients are independent.
/// Source: Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang, ICLR 2021. Differs: as its halves do.
enum ImpartialLearning {
  static let descriptor = MethodDescriptor(
    "imtl", gives: .weighting, needs: [.losses, .gramian],
    guarantees: .permutationEquivariance,
    "losses scaled to 1, and the same projection onto every gradient",
    formula: "Σₖ e^(sₖ) Lₖ − sₖ,  d = Σ wₖ gₖ,  Σ w = 1,  ⟨d, gₖ / |gₖ|⟩ alike for all k",
    source: "Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang, ICLR 2021",
    differs: "as imtl_l and imtl_g, of which it is the sum",
    cost: "K² P for the gradients' inner products, and K³",
    details: [
      "The same as imtl_l() + imtl_g(): the heads see scaled losses, the shared part both."
    ],
    examples: ["imtl()", "imtl(initial: -1)"],
    [
      .number("initial", default: 0, atLeast: -20, atMost: 20, "s at the first step"),
      .gradientSite,
    ])

  /// The entry that makes both halves.
  static let entry = CatalogEntry(descriptor) { arguments in
    .object(
      WeightingChoice(
        weighting: IMTLLosses(Arguments(["initial": arguments[value: "initial"]])),
        gradientMethod: ImpartialGradients(Arguments(["at": arguments[value: "at"]]))))
  }
}
