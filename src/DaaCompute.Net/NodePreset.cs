namespace DaaCompute.Net;

/// <summary>A named set of defaults, given as a function over the public builder: copy one and change a line.</summary>
/// <param name="builder">The builder it configures.</param>
public delegate void NodePreset(IDaaComputeBuilder builder);
