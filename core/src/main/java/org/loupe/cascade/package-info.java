/**
 * Module I: boosted cascades of local binary pattern stumps, from image to candidates.
 *
 * <p>A window passes if every stage passes; a stage sums one leaf per stump and compares the sum
 * with its threshold; a stump reads a 3 × 3 grid of equal cells, compares the eight outer sums with
 * the central one, and looks the resulting 8-bit code up in a set of codes (Liao, Zhu, Lei, Zhang,
 * Li, "Learning multi-scale block local binary patterns for face recognition", ICB 2007,
 * doi:10.1007/978-3-540-74549-5_87; Viola, Jones, "Rapid object detection using a boosted cascade
 * of simple features", CVPR 2001, doi:10.1109/CVPR.2001.990517).
 *
 * <ul>
 *   <li>{@link org.loupe.cascade.LbpCascade} is the model, {@link org.loupe.cascade.CascadeXml} its
 *       form on disk, which OpenCV and MATLAB share.
 *   <li>{@link org.loupe.cascade.CascadeDetector} scans an image at many scales. Its windows are
 *       those of OpenCV 4.x {@code detectMultiScale}, one for one.
 *   <li>{@link org.loupe.cascade.RectangleGrouping} makes one candidate of many windows.
 * </ul>
 *
 * <p>Depends on the JDK alone. If the module {@code jdk.incubator.vector} is present, its vectors
 * evaluate the stumps; the results are the same without.
 */
@NullMarked
package org.loupe.cascade;

import org.jspecify.annotations.NullMarked;
