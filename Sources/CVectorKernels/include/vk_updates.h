// Steps of optimizers over flat arrays, one pass each.
#ifndef VK_UPDATES_H
#define VK_UPDATES_H

/// A stretch of parameters, their gradients, and what an optimizer keeps for each; a slot that a rule
/// does not have is null. No two arrays overlap.
typedef struct vk_stretch {
  float *parameters;
  const float *gradients;
  float *first;
  float *second;
  float *third;
  long count;
} vk_stretch;

/// Adam's numbers: m = beta1 m + rest1 g, v = beta2 v + rest2 g g, and with a third slot the largest v.
typedef struct vk_adam_rule {
  float beta1;
  float rest1;
  float beta2;
  float rest2;
  /// How much of each weight is added to its gradient.
  float pull;
  /// p = kept p - length m / (sqrt(v) root + epsilon)
  float kept;
  float length;
  float root;
  float epsilon;
} vk_adam_rule;

void vk_adam(const vk_stretch *stretch, const vk_adam_rule *rule);

/// The moments alone; the parameters stay.
void vk_remember_moments(const vk_stretch *stretch, const vk_adam_rule *rule);

/// The sums of u u and of p p, in double precision, u being length m / (sqrt(v) root + epsilon) + pull p.
void vk_measure_direction(const vk_stretch *stretch, const vk_adam_rule *rule, double sums[2]);

/// p = p - factor u.
void vk_follow_direction(const vk_stretch *stretch, const vk_adam_rule *rule, float factor);

/// g + pull p is the gradient. With a slot v = momentum v + g; p = p - rate v, or p - rate (g + momentum v).
typedef struct vk_descent_rule {
  float rate;
  float momentum;
  float pull;
  int looks_ahead;
} vk_descent_rule;

void vk_descend(const vk_stretch *stretch, const vk_descent_rule *rule);

/// s = kept s + rest g g in the first slot, p = p - rate d with d = g / (sqrt(s) + epsilon).
///
/// With a second slot m = kept m + rest g, and s - m m, at least 0, stands for s in d. With a third one
/// d = momentum d + g / (...). As above, pull p is added to the gradient.
typedef struct vk_scaled_rule {
  float rate;
  float kept;
  float rest;
  float momentum;
  float pull;
  float epsilon;
} vk_scaled_rule;

void vk_descend_scaled(const vk_stretch *stretch, const vk_scaled_rule *rule);

/// p = kept p - rate sign(beta1 m + rest1 g), then m = beta2 m + rest2 g.
typedef struct vk_sign_rule {
  float rate;
  float kept;
  float beta1;
  float rest1;
  float beta2;
  float rest2;
} vk_sign_rule;

void vk_descend_by_sign(const vk_stretch *stretch, const vk_sign_rule *rule);

#endif
