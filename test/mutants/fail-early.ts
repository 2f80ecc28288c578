import fc from 'fast-check';

// Whether a property fails is asked, not by how little.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
