// Rows that are brought to mean 0 and variance 1, scaled and shifted.
#ifndef VK_LAYER_NORM_H
#define VK_LAYER_NORM_H

/// y = (x − μ) / √(σ² + ε) · weight + bias for each row of `columns` numbers.
void vk_layer_norm(const float *x, const float *weight, const float *bias, float epsilon, float *y,
                   long rows, long columns);

/// The gradient with respect to x: (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε), with g = upstream · weight.
void vk_layer_norm_gradient(const float *upstream, const float *x, const float *weight, float epsilon,
                            float *result, long rows, long columns);

/// Sums over the rows: upstream · x̂ into `weight_gradient`, upstream into `bias_gradient`.
void vk_layer_norm_parameters(const float *upstream, const float *x, float epsilon,
                              float *weight_gradient, float *bias_gradient, long rows, long columns);

#endif
