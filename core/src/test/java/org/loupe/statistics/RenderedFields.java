package org.loupe.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.Defect;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.measure.DefectMeasurer;
import org.loupe.measure.MeasurementSettings;
import org.loupe.simulation.MicrographSimulator;
import org.loupe.simulation.SimulationSettings;
import org.loupe.simulation.SyntheticMicrograph;

/**
 * Frames cut out of larger simulated micrographs, so that loops from beyond reach into them, with
 * every loop measured in a box drawn round what is seen of it. That box stays the defect's
 * detection box: by the ellipse alone, a cut loop whose ellipse was fitted inside would pass for a
 * whole one.
 */
final class RenderedFields {

  private static final int WHOLE = 1000;
  private static final int MARGIN = 60; // over half the largest loop
  private static final int SIDE = 440;

  private RenderedFields() {}

  /** Bias of plain and edge-corrected figures, and from how many loops. */
  record Bias(int loops, double naiveDensity, double density, double naiveMean, double mean) {}

  static Bias bias(int micrographs) {
    StatisticsSettings settings = StatisticsSettings.defaults();
    DefectMeasurer measurer = new DefectMeasurer(MeasurementSettings.defaults());
    int centers = 0;
    double diameters = 0;
    double naive = 0;
    double naiveSizes = 0;
    double weighted = 0;
    double weightedSizes = 0;
    for (int seed = 1; seed <= micrographs; seed++) {
      SyntheticMicrograph whole = MicrographSimulator.simulate(simulation(seed));
      for (int frame = 0; frame < 4; frame++) {
        int left = MARGIN + frame % 2 * SIDE;
        int top = MARGIN + frame / 2 * SIDE;
        List<Ellipse> loops = whole.loops().stream().map(loop -> moved(loop, left, top)).toList();
        for (Ellipse loop : loops) {
          if (loop.centerX() >= 0
              && loop.centerY() >= 0
              && loop.centerX() < SIDE
              && loop.centerY() < SIDE) {
            centers++;
            diameters += loop.majorAxisLength();
          }
        }
        List<Defect> defects = measured(cut(whole.image(), left, top), loops, measurer);
        Sample sample = Sample.of(SyntheticField.result(SIDE, defects), 1, settings);
        for (int i = 0; i < sample.count(); i++) {
          naive++;
          naiveSizes += sample.diameters()[i];
          weighted += sample.edgeWeights()[i];
          weightedSizes += sample.edgeWeights()[i] * sample.diameters()[i];
        }
      }
    }
    double mean = diameters / centers;
    return new Bias(
        centers,
        naive / centers - 1,
        weighted / centers - 1,
        naiveSizes / naive / mean - 1,
        weightedSizes / weighted / mean - 1);
  }

  private static SimulationSettings simulation(int seed) {
    SimulationSettings.Loops loops =
        new SimulationSettings.Loops(110, 38, 1.35, 20, 110, 0.55, 0.95, 5, 0.6, 0.1, 0.2, 0.02, 0);
    return new SimulationSettings(
        WHOLE,
        WHOLE,
        1,
        seed,
        loops,
        SimulationSettings.Clutter.none(),
        SimulationSettings.Imaging.defaults());
  }

  private static Ellipse moved(Ellipse e, int left, int top) {
    return new Ellipse(
        e.centerX() - left,
        e.centerY() - top,
        e.majorAxisLength(),
        e.minorAxisLength(),
        e.orientation());
  }

  private static GrayImage cut(GrayImage whole, int left, int top) {
    float[] samples = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      System.arraycopy(whole.samples(), (top + y) * whole.width() + left, samples, y * SIDE, SIDE);
    }
    return new GrayImage(SIDE, SIDE, samples);
  }

  private static List<Defect> measured(
      GrayImage image, List<Ellipse> loops, DefectMeasurer measurer) {
    List<Defect> defects = new ArrayList<>();
    for (Ellipse loop : loops) {
      seen(loop.boundingBox())
          .ifPresent(
              box ->
                  defects.add(
                      SyntheticField.defect(
                          defects.size() + 1, box, measurer.measure(image, box))));
    }
    return defects;
  }

  /** Returns a box round what is in the frame, as loose as a detector's; at least 30 % of it. */
  private static Optional<Box> seen(Box hull) {
    Box frame = new Box(0, 0, SIDE, SIDE);
    if (hull.intersectionArea(frame) < 0.3 * hull.area()) {
      return Optional.empty();
    }
    double padX = 0.1 * hull.width();
    double padY = 0.1 * hull.height();
    double x = Math.max(0, hull.x() - padX);
    double y = Math.max(0, hull.y() - padY);
    return Optional.of(
        new Box(
            x,
            y,
            Math.min(SIDE, hull.right() + padX) - x,
            Math.min(SIDE, hull.bottom() + padY) - y));
  }
}
