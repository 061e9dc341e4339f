package org.loupe.training;

import org.loupe.training.cascade.CascadeCourse;
import org.loupe.training.screen.ScreenerProgress;

/** Hears how the training of a model goes on; called by one thread at a time. */
public interface ModelProgress extends CascadeCourse.CourseProgress, ScreenerProgress {

  /**
   * Tells that the training of a network begins.
   *
   * @param number from 1
   * @param of how many networks there are
   * @param micrographs that it learns from
   */
  void network(int number, int of, int micrographs);
}
