/** The {@code loupe} command: sub-commands, progress and messages. The only place that prints. */
@NullMarked
package org.loupe.app;

import org.jspecify.annotations.NullMarked;
