/**
 * Trains Module I: boosted cascades of LBP stumps that OpenCV 4.x and MATLAB load.
 *
 * <p>{@link org.loupe.training.cascade.CascadeTrainer} is the flow: windows of the scan that cover
 * an annotation are positive examples, windows far from every annotation that pass the stages so
 * far are negative ones; gentle boosting makes a stage of them; and again.
 *
 * <p>Sources: P. Viola, M. Jones, Rapid object detection using a boosted cascade of simple
 * features, CVPR 2001, doi 10.1109/CVPR.2001.990517; J. Friedman, T. Hastie, R. Tibshirani,
 * Additive logistic regression: a statistical view of boosting, Ann. Statist. 28, 337 (2000), doi
 * 10.1214/aos/1016218223; S. Liao et al., Learning multi-scale block local binary patterns for face
 * recognition, ICB 2007, doi 10.1007/978-3-540-74549-5_87. The meaning of the parameters is that of
 * OpenCV's former trainer.
 */
@NullMarked
package org.loupe.training.cascade;

import org.jspecify.annotations.NullMarked;
