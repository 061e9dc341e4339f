/** Tests of the screening, with networks small enough to know what they must answer. */
@NullMarked
package org.loupe.screen;

import org.jspecify.annotations.NullMarked;
