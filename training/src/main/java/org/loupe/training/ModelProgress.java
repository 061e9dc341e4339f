package org.loupe.training;

import org.loupe.training.cascade.CascadeCourse;
import org.loupe.training.screen.ScreenerProgress;

/** Hears how the training of a model goes on; called by one thread at a time. */
public interface ModelProgress extends CascadeCourse.CourseProgress {

  /**
   * Tells that the training of a network begins. Several may be under way at a time.
   *
   * @param number from 1
   * @param of how many networks there are
   * @param micrographs that it learns from
   * @return who hears of this network
   */
  ScreenerProgress network(int number, int of, int micrographs);
}
