package org.loupe.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.Defect;
import org.loupe.defect.MicrographResult;
import org.loupe.micrograph.Calibration;

/**
 * The numbers that describe the defects of one micrograph, or of several pooled.
 *
 * <p>Everything is in one unit of length: pixels, or nanometres. The diameter of a defect is the
 * major axis length of its ellipse. Densities count every defect and are not corrected for the
 * edges.
 *
 * @param micrographs number of micrographs
 * @param analyzedArea their area, in square units
 * @param diameter the sizes
 * @param meanDiameterInterval 95 % interval of the mean diameter; empty for fewer than two defects
 * @param numberDensity defects per square unit
 * @param numberDensityInterval 95 % interval of the number density
 */
public record DefectStatistics(
    int micrographs,
    double analyzedArea,
    SizeStatistics diameter,
    Optional<ConfidenceInterval> meanDiameterInterval,
    double numberDensity,
    ConfidenceInterval numberDensityInterval) {

  /** What the statistics keep of one micrograph: its area and the diameters found in it. */
  record Sizes(double area, double[] diameters) {

    static Sizes of(MicrographResult result, double unitsPerPixel) {
      List<Defect> defects = result.defects();
      double[] diameters = new double[defects.size()];
      for (int i = 0; i < diameters.length; i++) {
        diameters[i] = defects.get(i).measurement().ellipse().majorAxisLength() * unitsPerPixel;
      }
      double area = (double) result.widthPx() * result.heightPx() * unitsPerPixel * unitsPerPixel;
      return new Sizes(area, diameters);
    }
  }

  /** Returns the statistics of one micrograph, in pixels. */
  public static DefectStatistics inPixels(MicrographResult result) {
    return of(List.of(Sizes.of(result, 1)));
  }

  /** Returns the statistics of one micrograph, in nanometres; empty without calibration. */
  public static Optional<DefectStatistics> inNanometers(MicrographResult result) {
    return result
        .calibration()
        .map(Calibration::pixelSizeNm)
        .map(pixelSizeNm -> of(List.of(Sizes.of(result, pixelSizeNm))));
  }

  /** Returns the statistics of {@code micrographs} pooled; there must be one at least. */
  static DefectStatistics of(List<Sizes> micrographs) {
    List<double[]> diameters = new ArrayList<>(micrographs.size());
    double[] areas = new double[micrographs.size()];
    long[] counts = new long[micrographs.size()];
    double area = 0;
    long count = 0;
    for (int i = 0; i < areas.length; i++) {
      Sizes sizes = micrographs.get(i);
      diameters.add(sizes.diameters());
      areas[i] = sizes.area();
      counts[i] = sizes.diameters().length;
      area += areas[i];
      count += counts[i];
    }
    double[] pooled = diameters.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
    return new DefectStatistics(
        areas.length,
        area,
        SizeStatistics.of(pooled),
        MeanBootstrap.defaults().interval(diameters),
        count / area,
        NumberDensity.interval(counts, areas));
  }
}
