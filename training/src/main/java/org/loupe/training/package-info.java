/**
 * Makers of models: cascades first, then networks and whole model files.
 *
 * <p>Nothing that runs at analysis time depends on this module.
 */
@NullMarked
package org.loupe.training;

import org.jspecify.annotations.NullMarked;
