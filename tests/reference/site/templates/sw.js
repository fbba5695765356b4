{{ <ref.dump path="." value={__tera_context} /> }}
