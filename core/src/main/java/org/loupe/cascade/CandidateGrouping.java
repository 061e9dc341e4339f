package org.loupe.cascade;

import java.util.ArrayList;
import java.util.List;
import org.loupe.defect.Candidate;

/** How one candidate is made of the many windows that see the same defect. */
public enum CandidateGrouping {
  /** As OpenCV does: {@link RectangleGrouping}. */
  OPENCV {
    @Override
    public List<List<Candidate>> group(
        List<ScanWindow> windows, int windowWidth, int windowHeight, List<Integer> minNeighbors) {
      List<Candidate> candidates = new ArrayList<>(windows.size());
      for (ScanWindow window : windows) {
        candidates.add(
            new Candidate(
                window.level().box(window.x(), window.y(), windowWidth, windowHeight),
                window.score(),
                1));
      }
      return RectangleGrouping.group(candidates, minNeighbors);
    }
  },
  /** By the places where most windows agree: {@link PeakGrouping}. */
  PEAKS {
    @Override
    public List<List<Candidate>> group(
        List<ScanWindow> windows, int windowWidth, int windowHeight, List<Integer> minNeighbors) {
      return PeakGrouping.group(windows, windowWidth, windowHeight, minNeighbors);
    }
  };

  /**
   * Returns the candidates for each of several numbers of windows that must agree beyond the first.
   *
   * @param windowWidth of the cascade
   * @param windowHeight of the cascade
   * @param minNeighbors each at least 0; with 0 every window is a candidate
   */
  public abstract List<List<Candidate>> group(
      List<ScanWindow> windows, int windowWidth, int windowHeight, List<Integer> minNeighbors);
}
