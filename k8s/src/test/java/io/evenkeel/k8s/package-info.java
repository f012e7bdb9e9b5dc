/**
 * Holds the manifests, the images and the compose file against the code: every field is known to
 * Kubernetes, every port, variable, path and metric to the services.
 */
@NullMarked
package io.evenkeel.k8s;

import org.jspecify.annotations.NullMarked;
