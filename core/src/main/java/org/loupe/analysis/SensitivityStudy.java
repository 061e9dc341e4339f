package org.loupe.analysis;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import org.loupe.defect.Defect;
import org.loupe.defect.MicrographResult;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.region.Region;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.statistics.DiameterKind;

/**
 * How much the final numbers move when the micrographs or the settings change a little.
 *
 * <p>Each micrograph is analyzed again under every {@link Variation}; count, mean diameter and
 * number density of all of them together are compared with those of the plain analysis. A number
 * that moves by more than its confidence interval says more about the settings than about the
 * specimen.
 *
 * <p>Thread-safe; the result does not depend on the order in which micrographs are added.
 */
public final class SensitivityStudy implements AutoCloseable {

  private static final double NM2_PER_M2 = 1e18;

  private final DiameterKind diameter;
  private final Map<Variation, DefectAnalyzer> analyzers = new EnumMap<>(Variation.class);

  /** By the micrograph's name: the sums are always taken in the same order. */
  private final Map<String, Sums> plain = new ConcurrentSkipListMap<>();

  private final Map<String, Map<Variation, Sums>> varied = new ConcurrentSkipListMap<>();

  /**
   * What is summed over the defects of a micrograph.
   *
   * @param areaNm2 of a calibrated micrograph; 0 otherwise
   */
  private record Sums(int defects, int calibrated, double px, double nm, double areaNm2) {

    private static final Sums NONE = new Sums(0, 0, 0, 0, 0);

    /**
     * @param scale pixels of the result that one of the original is
     */
    static Sums of(MicrographResult result, DiameterKind diameter, double scale) {
      double pixelSizeNm = result.calibration().map(Calibration::pixelSizeNm).orElse(0.0);
      double px = 0;
      for (Defect defect : result.defects()) {
        px += diameter.ofPx(defect.measurement());
      }
      int count = result.defects().size();
      return new Sums(
          count,
          pixelSizeNm > 0 ? count : 0,
          px / scale,
          px * pixelSizeNm,
          result.region().areaPx2() * pixelSizeNm * pixelSizeNm);
    }

    Sums plus(Sums other) {
      return new Sums(
          defects + other.defects,
          calibrated + other.calibrated,
          px + other.px,
          nm + other.nm,
          areaNm2 + other.areaNm2);
    }
  }

  /**
   * The numbers of all micrographs under one variation.
   *
   * @param variation in words; the plain analysis is the first row
   * @param meanDiameterPx in pixels of the original; empty without defects
   * @param meanDiameterNm over the calibrated micrographs; empty without defects there
   * @param numberDensityPerM2 over the frames of the calibrated micrographs; empty without any
   */
  public record Row(
      String variation,
      String description,
      int defects,
      OptionalDouble meanDiameterPx,
      OptionalDouble meanDiameterNm,
      OptionalDouble numberDensityPerM2) {

    private static Row of(String variation, String description, Sums sums) {
      return new Row(
          variation,
          description,
          sums.defects(),
          ratio(sums.px(), sums.defects()),
          ratio(sums.nm(), sums.calibrated()),
          ratio(sums.calibrated() * NM2_PER_M2, sums.areaNm2()));
    }

    private static OptionalDouble ratio(double value, double of) {
      return of > 0 ? OptionalDouble.of(value / of) : OptionalDouble.empty();
    }
  }

  /**
   * Loads the model once for each variation that means something to it.
   *
   * @param diameter whose mean is compared
   * @throws ScreenerFormatException if its network is damaged or of another kind
   */
  public SensitivityStudy(ModelBundle model, DiameterKind diameter) throws ScreenerFormatException {
    this.diameter = diameter;
    for (Variation variation : Variation.values()) {
      if (variation.model(model).isPresent()) {
        analyzers.put(variation, new DefectAnalyzer(variation.model(model).get()));
      }
    }
  }

  /**
   * Analyzes a micrograph under every variation.
   *
   * @param result of the plain analysis
   * @param pool whose threads scan and screen
   * @throws NonSquarePixelsException if the pixels are not square
   */
  public void add(Micrograph micrograph, MicrographResult result, ForkJoinPool pool)
      throws NonSquarePixelsException {
    Map<Variation, Sums> changed = new EnumMap<>(Variation.class);
    Region region = Region.of(result.region(), result.widthPx(), result.heightPx());
    for (Map.Entry<Variation, DefectAnalyzer> entry : analyzers.entrySet()) {
      Variation variation = entry.getKey();
      Micrograph changedImage = variation.micrograph(micrograph);
      Region same = region.resized(changedImage.width(), changedImage.height());
      MicrographResult again =
          entry.getValue().analyze(result.image(), changedImage, same, result.member(), pool);
      changed.put(variation, Sums.of(again, diameter, variation.scale()));
    }
    varied.put(result.image(), changed);
    plain.put(result.image(), Sums.of(result, diameter, 1));
  }

  /** Returns the numbers of the plain analysis and then those of each variation. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("none", "as analyzed", plain.values().stream().reduce(Sums.NONE, Sums::plus)));
    for (Variation variation : analyzers.keySet()) {
      Sums sums =
          varied.values().stream()
              .map(of -> of.getOrDefault(variation, Sums.NONE))
              .reduce(Sums.NONE, Sums::plus);
      rows.add(Row.of(variation.word(), variation.description(), sums));
    }
    return rows;
  }

  @Override
  public void close() {
    analyzers.values().forEach(DefectAnalyzer::close);
  }
}
