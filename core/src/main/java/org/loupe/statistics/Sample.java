package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.Defect;
import org.loupe.defect.MicrographResult;

/**
 * What the statistics keep of one micrograph, in one unit of length.
 *
 * @param unitsPerPixel side of a pixel
 * @param area analyzed area, in square units
 * @param diameters of the defects
 * @param edgeWeights of the defects; 0 for those that touch the frame
 * @param sizeClasses of the defects in the detection rates; 0 without rates
 * @param extents of the defects along the beam
 */
record Sample(
    double unitsPerPixel,
    double area,
    double[] diameters,
    double[] edgeWeights,
    int[] sizeClasses,
    double[] extents) {

  static Sample of(MicrographResult result, double unitsPerPixel, StatisticsSettings settings) {
    List<Defect> defects = result.defects();
    int n = defects.size();
    double[] diameters = new double[n];
    double[] edgeWeights = new double[n];
    int[] sizeClasses = new int[n];
    double[] extents = new double[n];
    for (int i = 0; i < n; i++) {
      Defect defect = defects.get(i);
      diameters[i] = settings.diameter().ofPx(defect.measurement()) * unitsPerPixel;
      edgeWeights[i] = EdgeCorrection.weight(result, defect).orElse(0);
      double side = Math.max(defect.detection().box().width(), defect.detection().box().height());
      sizeClasses[i] = settings.detection().map(rates -> rates.classOf(side)).orElse(0);
      extents[i] = settings.shape().extentPx(defect.measurement()) * unitsPerPixel;
    }
    double areaPx2 = result.region().areaPx2();
    return new Sample(
        unitsPerPixel,
        areaPx2 * unitsPerPixel * unitsPerPixel,
        diameters,
        edgeWeights,
        sizeClasses,
        extents);
  }

  /** Returns this sample as it is without detection rates. */
  Sample withoutSizeClasses() {
    return new Sample(unitsPerPixel, area, diameters, edgeWeights, new int[count()], extents);
  }

  int count() {
    return diameters.length;
  }

  double[] ones() {
    double[] ones = new double[count()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Returns how many defects each one stands for: edges, and the detector where it is known. */
  double[] weights(Optional<DetectionRates> rates) {
    double[] weights = edgeWeights.clone();
    if (rates.isPresent()) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= rates.get().weight(sizeClasses[i]);
      }
    }
    return weights;
  }
}
