/**
 * Agreement of results with people, and of people with each other.
 *
 * <p>Annotations are what people marked, detections what is judged. Whether one is matched is said
 * by a {@link org.loupe.evaluate.MatchingRule}, and every figure names its rule:
 *
 * <ul>
 *   <li><b>paper</b>, the rule of the publication: the centers of two boxes lie within 20 pixels
 *       (or another tolerance) in x and within as much in y. Many to many: an annotation is found
 *       if any detection is that near, a detection is right if any annotation is. Neither size nor
 *       shape nor magnification counts.
 *   <li><b>strict</b>: one to one, by the intersection over the union (IoU) of boxes or ellipses.
 *       Detections are taken by descending score; each gets the annotation that it overlaps most
 *       among those that are still free, if the IoU reaches the limit, 0.5 unless said otherwise.
 *       Of equal scores the first in the list comes first; of equal overlaps the first annotation
 *       counts. Where a detection has no score, as with people, all pairs that reach the limit are
 *       taken by descending IoU instead, so that neither side is preferred. A detection that is
 *       left over is a false alarm, an annotation that is left over a miss.
 * </ul>
 *
 * <p>Recall is the share of the annotations that are matched, precision the share of the
 * detections, F1 their harmonic mean, 0 if nothing matches. <b>Pooled</b> figures (micro-averages)
 * count all defects of all micrographs together; <b>means over images</b> (macro-averages) are of
 * the images where the figure is defined. A quotient of nothing is undefined: NaN in Java, null in
 * JSON, an empty cell in a table; never 0 or 1. Recall is undefined without annotations, precision
 * without detections, F1 if either is. Intervals of 95 %: of pooled figures by drawing whole images
 * with replacement ({@link org.loupe.evaluate.ImageBootstrap}), as defects of one image are alike;
 * of a single image by Wilson's formula ({@link org.loupe.evaluate.WilsonInterval}).
 *
 * <p>The average precision is the mean of the precision at 101 recalls from 0 to 1, as COCO has it;
 * see {@link org.loupe.evaluate.PrecisionRecallCurve}.
 *
 * <p>{@link org.loupe.evaluate.Evaluation} is the whole flow: micrographs with annotations and
 * detections in, figures out. {@link org.loupe.evaluate.StagedAnalyzer} gets the detections of a
 * model, module by module.
 */
@NullMarked
package org.loupe.evaluate;

import org.jspecify.annotations.NullMarked;
