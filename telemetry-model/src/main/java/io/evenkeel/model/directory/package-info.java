/** Tenants and API keys as the directory topic carries them. */
@NullMarked
package io.evenkeel.model.directory;

import org.jspecify.annotations.NullMarked;
