@NullMarked
package org.loupe.trust;

import org.jspecify.annotations.NullMarked;
