import ArgumentParser
import TandemBenchmarks
import TandemRuntime

/// Times fixed training steps; the figures of the benchmarks' README come from it.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time fixed training steps on this machine.",
    discussion: "'tandem bench' is 'tandem bench steps': all workloads, or those that are named.",
    subcommands: [
      BenchStepsCommand.self, BenchProductsCommand.self, BenchSharingCommand.self,
      BenchMethodsCommand.self, ProductServerCommand.self, BusyCommand.self,
    ],
    defaultSubcommand: BenchStepsCommand.self)
}

/// Compares products with OpenBLAS's own.
struct BenchProductsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "products",
    abstract: "Time matrix products, beside the best that OpenBLAS gives on this processor.")

  @Option(help: "How often each is measured; the least time counts.")
  var rounds = 5

  @Option(help: "On how many threads to compute.")
  var threads = 2

  func validate() throws {
    try checkThreads(threads)
    try checkRounds(rounds)
  }

  func run() throws {
    Reexecution.run(wish: EngineFacts.startEnvironment)
    do {
      let comparison = try ProductComparison(
        program: Executable.path, arguments: ProductServerCommand.call, threadCount: threads)
      comparison.run(roundCount: rounds)
    } catch {
      throw failure(error)
    }
  }
}

/// Compares steps on free cores with steps on cores that are shared.
struct BenchSharingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sharing",
    abstract: "Time steps while every core is busy, and beside a second 'tandem bench'.")

  @Option(help: "How long each is timed.")
  var seconds = 2.0

  @Option(help: "How often each is measured; the median counts.")
  var rounds = 3

  func validate() throws {
    try checkSeconds(seconds)
    try checkRounds(rounds)
  }

  func run() throws {
    Reexecution.run(wish: EngineFacts.startEnvironment)
    do {
      let comparison = SharingComparison(
        program: Executable.path, steps: ["bench", "steps"], busy: BusyCommand.call,
        seconds: seconds)
      try comparison.run(roundCount: rounds)
    } catch {
      throw failure(error)
    }
  }
}

/// Times the weightings and gradient methods themselves.
struct BenchMethodsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methods",
    abstract:
      "Time a call of each weighting and gradient method for eight tasks: a line of JSON each.")

  @Argument(help: ArgumentHelp("As 'mgda'; all without one.", valueName: "method"))
  var methods: [String] = []

  @Option(help: "How long each is timed.")
  var seconds = 0.2

  func validate() throws { try checkSeconds(seconds) }

  func run() throws {
    Reexecution.run(wish: EngineFacts.startEnvironment)
    do {
      try MethodTimes(names: methods, seconds: seconds).run()
    } catch {
      throw failure(error)
    }
  }
}

/// Answers how long products take, with the kernels that the environment asks for.
struct ProductServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "product-server", shouldDisplay: false)
  static let call = ["bench", "product-server"]

  @Option var threads = 1

  func run() { ProductServer.run(threadCount: threads) }
}

/// Keeps a processor busy.
struct BusyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "busy", shouldDisplay: false)
  static let call = ["bench", "busy"]

  func run() { Processors.keepOneBusy() }
}

/// What 'bench' takes for numbers.
func checkSeconds(_ seconds: Double) throws {
  guard (0...86_400).contains(seconds) else {
    throw ValidationError("'--seconds' is from 0 to 86400, not \(seconds)")
  }
}

func checkThreads(_ threads: Int) throws {
  guard (1...16).contains(threads) else {
    throw ValidationError("'--threads' is from 1 to 16, not \(threads)")
  }
}

func checkRounds(_ rounds: Int) throws {
  guard (1...1000).contains(rounds) else {
    throw ValidationError("'--rounds' is from 1 to 1000, not \(rounds)")
  }
}
