import TandemCatalog
import TandemNetworks
import Testing

/// Makes methods as a cell would, by name and arguments.
enum Methods {
  static func object(_ entries: [CatalogEntry], _ name: String, _ arguments: [String: Value])
    throws -> any ValueObject
  {
    let entry = try #require(entries.first { $0.descriptor.name == name })
    let open = entry.descriptor.arguments.filter(\.isVariadic).map(\.name)
    let written = arguments.sorted { $0.key < $1.key }.map {
      WrittenArgument(label: open.contains($0.key) ? nil : $0.key, $0.value)
    }
    guard case .object(let object) = try entry.make(try entry.descriptor.bind(written)) else {
      throw MethodError.noObject(name)
    }
    return object
  }

  static func layer(_ name: String, _ arguments: [String: Value] = [:]) throws -> LayerTemplate {
    try #require(try object(Layers.all, name, arguments) as? LayerTemplate)
  }

  static func row(_ layers: [LayerTemplate]) -> LayerTemplate {
    LayerTemplate(layers.flatMap(\.layers))
  }

  static func optimizer(_ name: String, _ arguments: [String: Value] = [:]) throws
    -> any Optimizer
  {
    try #require(try object(Optimizers.all, name, arguments) as? any Optimizer)
  }

  static func schedule(_ name: String, _ arguments: [String: Value] = [:]) throws -> any Schedule {
    try #require(try object(Schedules.all, name, arguments) as? any Schedule)
  }

  /// The smallest arguments that the descriptor lets pass: required numbers are 3, or the most allowed.
  static func smallest(_ descriptor: MethodDescriptor) -> [String: Value] {
    let required = descriptor.arguments.filter { $0.defaultValue == nil }
    return Dictionary(
      uniqueKeysWithValues: required.map {
        ($0.name, $0.accepts.check(.number(3)) == .fits ? .number(3) : .number(1))
      })
  }

  /// One step of an optimizer on plain arrays.
  static func step(
    _ optimizer: any Optimizer, _ parameters: inout [Float], _ gradients: [Float],
    _ state: inout OptimizerState, rate: Double? = nil, segments: ParameterSegments? = nil
  ) {
    let segments = segments ?? ParameterSegments(counts: [parameters.count])
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradients.withUnsafeBufferPointer { gradients in
        let step = OptimizerStep(
          parameters: parameters, gradients: gradients, rate: rate ?? optimizer.rate,
          segments: segments)
        optimizer.update(step, state: &state)
      }
    }
  }

  enum MethodError: Error { case noObject(String) }
}
