/* Where released versions lie beside each other, their list stands here. */
window.cerkitVersions = null;
