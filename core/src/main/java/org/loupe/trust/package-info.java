/**
 * Whether results on a micrograph may be believed: how far it lies from what a model was trained
 * on, and how well the detector is likely to have done.
 *
 * <ol>
 *   <li>{@link org.loupe.trust.MicrographTraits} describes a micrograph by some numbers: its gray
 *       levels, its noise, its detail, and what the modules I and II say of it.
 *   <li>{@link org.loupe.trust.TrainingDomain} holds how these numbers are spread over the training
 *       micrographs and says how far another one lies from them.
 *   <li>{@link org.loupe.trust.F1Prediction} predicts the F1 of a micrograph that nobody labeled.
 *   <li>{@link org.loupe.trust.TrustBasis} is both, as a model file holds them.
 * </ol>
 */
@NullMarked
package org.loupe.trust;

import org.jspecify.annotations.NullMarked;
