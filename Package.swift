// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is built alike: the next language mode's import rules, no warnings.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A target of ours under `Sources/`; `imports` is the row of the import table (`Tests/run.sh`).
func house(
  _ name: String, imports: [Target.Dependency] = [], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: imports, exclude: exclude, resources: resources,
    swiftSettings: settings)
}

/// The tests of one target, which may use everything that the target may.
func tests(
  of name: String, with others: [Target.Dependency] = [], excluding files: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "TestSupport"] + others,
    exclude: files,
    swiftSettings: settings)
}

let engine: [Target.Dependency] = [
  "TandemCatalog", "TandemTensors", "TandemNetworks", "TandemData", "TandemLearning",
]

let package = Package(
  name: "Tandem",
  products: [.executable(name: "tandem", targets: ["TandemCommand"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // No `pkgConfig`: Debian's headers lie on the default path, and libzmq's file adds bad flags.
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),

    // Loops over the vector units, compiled for each kind of processor.
    .target(name: "CVectorKernels", exclude: ["kernels"]),

    house("TandemCatalog"),
    house("TandemTensors", imports: ["TandemCatalog", "COpenBLAS", "CVectorKernels"]),
    house("TandemNetworks", imports: ["TandemCatalog", "TandemTensors"]),
    // The binary carries the digits as text: `Bundled/embed.sh` says why.
    house(
      "TandemData", imports: ["TandemCatalog", "TandemTensors"],
      exclude: ["README.md", "digits.csv.gz", "embed.sh"].map { "Bundled/" + $0 }),
    house(
      "TandemLearning", imports: ["TandemCatalog", "TandemTensors", "TandemNetworks", "TandemData"]),

    // `malloc` and its kin for the whole program: only the benchmarks look at what it counts.
    .target(name: "CAllocationCounter"),
    house(
      "TandemBenchmarks", imports: engine + ["CAllocationCounter"], exclude: ["README.md"]),

    house("TandemDiagnostics"),
    house("TandemLanguage", imports: ["TandemCatalog", "TandemDiagnostics"]),
    house("TandemPlots"),
    house(
      "TandemRuntime", imports: engine + ["TandemDiagnostics", "TandemLanguage", "TandemPlots"]),

    house("JupyterProtocol", imports: [.product(name: "Crypto", package: "swift-crypto")]),
    house("JupyterKernel", imports: ["JupyterProtocol", "CZeroMQ"]),
    .executableTarget(
      name: "TandemCommand",
      dependencies: [
        "TandemRuntime", "TandemBenchmarks", "JupyterKernel",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Links to files under kernelspec/, which the program carries with it.
      resources: [
        "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg", "package.json",
        "remoteEntry.js",
      ].map { .embedInCode("Resources/" + $0) },
      swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests(of: "TandemCatalog"),
    tests(of: "CVectorKernels"),
    tests(of: "TandemTensors", with: ["TandemCatalog"]),
    tests(of: "TandemNetworks", with: ["TandemCatalog", "TandemTensors"]),
    tests(of: "TandemData", with: ["TandemCatalog"]),
    tests(of: "TandemLearning", with: Array(engine.dropLast())),
    tests(of: "TandemBenchmarks", with: ["TandemCatalog", "TandemLearning"]),
    tests(of: "TandemDiagnostics"),
    tests(of: "TandemLanguage", with: ["TandemCatalog", "TandemDiagnostics"]),
    tests(of: "TandemPlots", excluding: ["Golden"]),
    tests(
      of: "TandemRuntime", with: engine + ["TandemDiagnostics", "TandemLanguage", "TandemPlots"]),
    tests(of: "JupyterProtocol"),
    tests(of: "JupyterKernel", with: ["JupyterProtocol"]),
  ],
  swiftLanguageModes: [.v6]
)

// `Tests/sanitize.sh` builds the engine once for each sanitizer: the rest need not be built with it.
if Context.environment["TANDEM_ENGINE_ONLY"] != nil {
  let sources = Set(
    ["TandemCatalog", "TandemTensors", "TandemNetworks", "TandemData", "TandemLearning"]
      + ["COpenBLAS", "CVectorKernels"])
  let kept = sources.union(sources.map { $0 + "Tests" }).union(["TestSupport"])
  package.products = []
  package.targets.removeAll { !kept.contains($0.name) }
}
