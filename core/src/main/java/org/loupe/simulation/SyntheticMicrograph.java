package org.loupe.simulation;

import java.util.List;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/**
 * A simulated micrograph and what is on it.
 *
 * @param image whole gray levels of the chosen bit depth
 * @param truth every compact defect in drawing order; dislocation lines are not listed
 * @param settings what it was made with
 */
public record SyntheticMicrograph(
    GrayImage image, List<SimulatedDefect> truth, SimulationSettings settings) {

  public SyntheticMicrograph {
    truth = List.copyOf(truth);
  }

  /** Returns the rims of the targets, {@link SimulatedKind#LOOP}. */
  public List<Ellipse> loops() {
    return truth.stream()
        .filter(d -> d.kind() == SimulatedKind.LOOP)
        .map(SimulatedDefect::rimCenterLine)
        .toList();
  }
}
