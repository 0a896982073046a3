import TandemCatalog
import TandemLearning
import TandemNetworks

/// Writes into values where they were made, and into the methods inside that know no place yet.
enum OriginStamp {
  static func mark(_ object: any ValueObject, _ origin: ValueOrigin) -> any ValueObject {
    var object = object
    object.origin = origin
    switch object {
    case var template as LayerTemplate:
      for index in template.layers.indices where template.layers[index].origin == nil {
        template.layers[index].origin = origin
      }
      return template
    case var choice as WeightingChoice:
      if choice.weighting?.origin == nil { choice.weighting?.origin = origin }
      if choice.gradientMethod?.origin == nil { choice.gradientMethod?.origin = origin }
      return choice
    default: return object
    }
  }
}
